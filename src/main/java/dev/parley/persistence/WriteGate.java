package dev.parley.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;

/**
 * Keeps writers apart from whoever writes the embedded database's file. H2 (measured with 2.3, 2.4 and 2.5) saves its maps one after the
 * other while others change them: a process that is killed then leaves half a transaction in the file, or a row that can't be changed any
 * more. So many may write at once, and the file is written while nobody does. A transaction that is open but at rest does no harm.
 *
 * <p>For all threads. On a shared database nobody ever waits here.
 */
@ApplicationScoped
public class WriteGate {

    /** Somebody's writing, until it is closed by the thread that began it. */
    public interface Entry extends AutoCloseable {
        @Override
        void close();
    }

    /** Fair, so that many writers can't keep the file from being written. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

    /** Waits while the file is being written, which it is not until the entry is closed. May be entered again by the same thread. */
    public Entry enter() {
        lock.readLock().lock();
        return lock.readLock()::unlock;
    }

    /** The same database, each statement and each commit of which passes this gate. */
    public DataSource guard(DataSource source) {
        return Guarded.of(source, DataSource.class, this);
    }

    /** Waits until nobody writes, and lets nobody begin until the entry is closed. */
    Entry alone() {
        lock.writeLock().lock();
        return lock.writeLock()::unlock;
    }
}
