package dev.parley.session;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.governance.key.Callers;
import dev.parley.governance.key.Revocations;
import dev.parley.observability.Drain;
import dev.parley.observability.QuietMeters;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Settings;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.ErrorShape;
import dev.parley.problem.Problem;
import dev.parley.responses.Dialogues;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The room put together by hand, with one client. What it asks for is refused as soon as its lane looks up who calls. */
final class House {

    final FakeTicker ticker = new FakeTicker();
    final Sessions sessions = new Sessions();
    final FakePeer peer = new FakePeer();

    /** How often a lane began: each time it wants to know whether the caller may. */
    final AtomicInteger begun = new AtomicInteger();

    private final Queue<Runnable> held = new ArrayDeque<>();
    private final Map<CompletionStage<?>, Consumer<ApiException>> followed = new HashMap<>();
    private boolean holding;
    private volatile boolean apart;

    House(Map<String, String> settings) {
        sessions.settings = Settings.of(settings);
        sessions.ticker = ticker;
        sessions.threads = new VirtualThreads() {
            @Override
            public void execute(Runnable task) {
                if (apart) {
                    Thread.startVirtualThread(task);
                } else if (holding) {
                    held.add(task);
                } else {
                    task.run();
                }
            }
        };
        sessions.drain = new Drain();
        sessions.meters = new QuietMeters().meters();
        sessions.dialogues = new Dialogues();
        sessions.callers = new Callers() {
            @Override
            public Caller again(String id, String team) {
                begun.incrementAndGet();
                throw new ApiException(ErrorCode.BUDGET_EXCEEDED, "scripted");
            }
        };
        sessions.revocations = new Revocations() {
            @Override
            public void follow(Caller caller, CompletionStage<?> end, Consumer<ApiException> stop) {
                followed.put(end, stop);
                end.thenRun(() -> followed.remove(end));
            }
        };
        sessions.shapes = shapes();
        sessions.configure();
    }

    /** Begins what lanes are asked for only when {@link #work} is called. */
    void hold() {
        holding = true;
    }

    /** Does what was held. */
    void work() {
        holding = false;
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    /** Does everything on threads of its own, as the server does. */
    void workApart() {
        apart = true;
    }

    /** Does from now on at once what comes, and leaves what is held. */
    void goOn() {
        holding = false;
    }

    AgentSession open() {
        return open("key_1", peer);
    }

    AgentSession open(String key, Peer of) {
        return sessions.open(of, new Visitor(caller(key), "req_1", null));
    }

    static Caller caller(String key) {
        return new Caller(key, key, null, Set.of(Caller.USER), List.of(), Rates.UNLIMITED, BudgetLimits.UNLIMITED);
    }

    /** Time passes, and the pulse beats once then. */
    void pass(Duration time, AgentSession session) {
        ticker.pass(time);
        session.beat(ticker.nanos(), false);
    }

    /** The keys of all sockets are revoked. */
    void revoke() {
        List.copyOf(followed.values())
                .forEach(stop -> stop.accept(new ApiException(ErrorCode.UNAUTHORIZED, "The key was revoked.")));
    }

    int followed() {
        return followed.size();
    }

    @SuppressWarnings("unchecked")
    private static Instance<ErrorShape> shapes() {
        var shape = new ErrorShape() {
            @Override
            public boolean covers(String path) {
                return path.equals("/v1/responses");
            }

            @Override
            public int status(Problem problem) {
                return problem.status();
            }

            @Override
            public Object body(Problem problem) {
                return Map.of("error", Map.of("code", problem.code(), "message", problem.detail()));
            }
        };
        return (Instance<ErrorShape>) Proxy.newProxyInstance(
                House.class.getClassLoader(),
                new Class<?>[] {Instance.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "stream" -> Stream.of(shape);
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }
}
