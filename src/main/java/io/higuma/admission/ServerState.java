package io.higuma.admission;

import io.higuma.loop.LoopSupervisor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * State shared by all exchanges of a server.
 *
 * @param waitingRequests requests that wait for readiness
 * @param sweeper closes slow connections
 * @param timeouts timeouts and queue limit
 * @param bodyBudget memory limit for all request bodies
 * @param largeReviews a permit for each large review that is read and decided at the same time
 * @param metrics records stage timings
 * @param requestListener callback after each response
 * @param inFlight number of requests in flight
 * @param drain graceful drain
 * @param loops runs background loops and tasks
 */
record ServerState(
    WaitingRequests waitingRequests,
    TimeoutSweeper sweeper,
    ServerTimeouts timeouts,
    BodyBudget bodyBudget,
    Semaphore largeReviews,
    AdmissionMetrics metrics,
    RequestListener requestListener,
    AtomicInteger inFlight,
    GracefulDrain drain,
    LoopSupervisor loops) {}
