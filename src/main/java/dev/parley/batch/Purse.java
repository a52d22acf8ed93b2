package dev.parley.batch;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a batch may still cost on its only server: reserved before an item is begun, settled after it. In micro-dollars. For many threads. */
final class Purse {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final Long most;
    private long spent;
    private long reserved;

    /** @param most null for any amount */
    Purse(Long most, long spent) {
        this.most = most;
        this.spent = spent;
    }

    boolean isBounded() {
        return most != null;
    }

    /**
     * Reserves, and waits while what others give back may suffice.
     *
     * @return false when it is too much for what is left
     */
    boolean reserve(long amount) {
        lock.lock();
        try {
            while (most != null && spent + reserved + amount > most) {
                if (spent + amount > most) {
                    return false;
                }
                settled.awaitUninterruptibly();
            }
            reserved += amount;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void settle(long amount, long cost) {
        lock.lock();
        try {
            reserved -= amount;
            spent += cost;
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
