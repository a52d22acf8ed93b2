package dev.parley.observability;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Writes down what is registered and what is recorded: {@code name{label=value}} and a call of it. */
final class FakeRegistry {

    final List<String> registered = new ArrayList<>();
    final List<String> recorded = new ArrayList<>();

    MetricRegistry registry() {
        return fake(MetricRegistry.class, (name, arguments) -> {
            var metric = ((Metadata) arguments[0]).getName() + labels(arguments);
            registered.add(metric);
            return switch (name) {
                case "timer" -> recorder(org.eclipse.microprofile.metrics.Timer.class, metric);
                case "histogram" -> recorder(org.eclipse.microprofile.metrics.Histogram.class, metric);
                case "counter" -> recorder(org.eclipse.microprofile.metrics.Counter.class, metric);
                default -> null;
            };
        });
    }

    private static String labels(Object[] arguments) {
        return Arrays.stream((Tag[]) arguments[arguments.length - 1])
                .map(tag -> tag.getTagName() + "=" + tag.getTagValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private <T> T recorder(Class<T> type, String metric) {
        return fake(type, (name, arguments) -> {
            recorded.add(metric + (arguments == null ? "" : " " + arguments[0]));
            return null;
        });
    }

    private interface Call {
        Object of(String name, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.of(method.getName(), arguments)));
    }
}
