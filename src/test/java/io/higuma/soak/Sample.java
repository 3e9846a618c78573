package io.higuma.soak;

/**
 * The figures of a process at one moment.
 *
 * @param replica name of the replica
 * @param pid its process, which another one follows after a restart
 * @param minute since the start of the run
 * @param leads whether it is the leader, which needs more memory
 * @param age minutes since the start of the process, or since it began or ceased to lead
 * @param rss resident memory in MB
 */
record Sample(
    String replica,
    long pid,
    double minute,
    boolean leads,
    double age,
    double rss,
    long threads,
    long files) {}
