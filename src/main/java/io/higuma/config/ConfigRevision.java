package io.higuma.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * Overrides as they were at one time.
 *
 * @param number counts changes, from 1
 * @param at when they were made or first seen
 * @param by the user, or the program that edited the ConfigMap
 * @param via how: {@code api} or {@code configmap}
 * @param note what was done, for people
 * @param overrides all of them, in the form of the configuration file
 */
public record ConfigRevision(
    long number, Instant at, String by, String via, String note, ObjectNode overrides) {}
