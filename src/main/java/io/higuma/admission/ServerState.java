package io.higuma.admission;

import io.higuma.loop.LoopSupervisor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * State shared by all exchanges of a server.
 *
 * @param waitingRoom requests that wait for readiness
 * @param deadlines closes slow connections
 * @param patience timeouts and queue limit
 * @param budget memory limit for all request bodies
 * @param reports reports responses
 * @param inFlight number of requests in flight
 * @param departure graceful drain
 * @param loops runs background loops and tasks
 */
record ServerState(
    WaitingRequests waitingRoom,
    TimeoutSweeper deadlines,
    ServerTimeouts patience,
    BodyBudget budget,
    RequestReporter reports,
    AtomicInteger inFlight,
    GracefulDrain departure,
    LoopSupervisor loops) {}
