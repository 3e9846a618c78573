package io.higuma.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One revision of the overrides.
 *
 * @param number revision number, from 1
 * @param at time of the change, or when it was first seen
 * @param by the user, or the program that edited the ConfigMap
 * @param via how it was written: {@code api} or {@code configmap}
 * @param note description of the change
 * @param overrides all overrides, in the format of the configuration file
 */
public record ConfigRevision(
    long number, Instant at, String by, String via, String note, ObjectNode overrides) {}
