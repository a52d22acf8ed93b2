package dev.parley.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools that behave well, badly, and very badly. */
final class TestTools {

    record City(
            @Param("its name") String name,
            @Param(value = "its country", required = false) String country) {}

    enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    final List<String> done = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger mostInside = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    /** Lets go of all that hangs. */
    void release() {
        released.countDown();
    }

    @Tool(name = "weather", description = "The weather in a city")
    String weather(
            @Param("the city") City city, @Param(value = "the unit", required = false) Unit unit, ToolCaller caller) {
        done.add(city.name() + " for " + caller.owner());
        return city.name() + " is sunny" + (unit == null ? "" : " in " + unit);
    }

    @Tool(name = "throws", description = "Throws")
    String fails() {
        throw new IllegalStateException("a secret of the tool");
    }

    @Tool(name = "refuses", description = "Says what is wrong")
    String refuses() {
        throw new IllegalArgumentException("There is no such thing.");
    }

    @Tool(name = "hangs", description = "Hangs and obeys nobody", timeout = "50ms")
    String hangs() {
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException ignored) {
                done.add("interrupted");
            }
        }
        return "late";
    }

    @Tool(name = "waits", description = "Waits until it is interrupted")
    String waits() throws InterruptedException {
        try {
            released.await();
            return "released";
        } catch (InterruptedException obeyed) {
            done.add("interrupted");
            throw obeyed;
        }
    }

    @Tool(name = "huge", description = "Returns 50 MB")
    String huge() {
        return "x".repeat(50 << 20);
    }

    @Tool(name = "together", description = "Is counted while it runs")
    String together() throws InterruptedException {
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        Thread.sleep(20);
        inside.decrementAndGet();
        return "done";
    }

    @Tool(name = "pay", description = "Must not run twice", effect = Tool.Effect.ONCE)
    String pay(@Param("how much") int amount) {
        done.add("paid " + amount);
        return "paid";
    }

    @Tool(name = "delete", description = "Asks first", approval = Tool.Approval.REQUIRED)
    String delete(@Param("what") String what) {
        done.add("deleted " + what);
        return "deleted";
    }
}
