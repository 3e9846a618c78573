package io.higuma.admission;

import io.higuma.loop.LoopSupervisor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all exchanges of a server share.
 *
 * @param waitingRoom where calls wait until decisions can be made
 * @param deadlines what ends slow senders
 * @param patience how slow they may be
 * @param budget what all bodies together may take
 * @param reports what became of calls
 * @param inFlight how many calls are being received or answered
 * @param departure how it leaves
 * @param loops what it does in the background
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
