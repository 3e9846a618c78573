package io.higuma.settings;

/** What a value must be, beyond its type and range. */
enum Check {
  ANY,
  NOT_EMPTY,
  POSITIVE,
  NOT_NEGATIVE,
  /** At most 63 characters: lower case letters, digits and dashes. */
  DNS_LABEL,
  /** Each element is an IP address or a CIDR. */
  ADDRESSES,
  /** Each element, or each key of a map, is a label's key. */
  LABEL_KEYS,
  /** Each key is the name of an environment variable. */
  ENV_NAMES
}
