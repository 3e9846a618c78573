package io.higuma.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What one replica did in about one minute. Dry runs are not counted.
 *
 * @param at the end of the minute
 * @param injected Pods that were injected
 * @param skipped Pods that were admitted without a sidecar
 * @param refused Pods that were refused
 * @param failed requests that failed, or were rejected because of overload
 * @param p99Millis 99 % of the requests took at most this time in milliseconds, by the limits of
 *     the metric {@code higuma_admission_duration}; absent without requests
 * @param streams sidecars that were connected to this replica at the end of the minute
 */
@Schema(
    name = "HourSample",
    requiredProperties = {"at", "injected", "skipped", "refused", "failed", "streams"})
public record HourSample(
    String at,
    long injected,
    long skipped,
    long refused,
    long failed,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> p99Millis,
    int streams) {}
