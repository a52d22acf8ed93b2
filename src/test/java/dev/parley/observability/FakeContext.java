package dev.parley.observability;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.Map;

/** A request whose answer's headers go into a map. */
public final class FakeContext {

    private FakeContext() {}

    public static RequestContext of(Map<String, String> answerHeaders) {
        var response = (HttpServletResponse) Proxy.newProxyInstance(
                FakeContext.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "setHeader" -> {
                        answerHeaders.put((String) arguments[0], (String) arguments[1]);
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(called.getName());
                });
        return RequestContext.begin(FakeRequest.of("POST", "/chat", Map.of()), response, 0);
    }
}
