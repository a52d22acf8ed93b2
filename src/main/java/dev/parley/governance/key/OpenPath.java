package dev.parley.governance.key;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** All that is answered without a key of ours, and why. */
enum OpenPath {
    /** Senders of webhooks have no key: their signature, which the room webhook checks before anything else, is one. */
    WEBHOOK_INTAKE("POST", "/webhooks/[a-z0-9-]{1,64}");

    private final String method;
    private final Pattern path;

    OpenPath(String method, String path) {
        this.method = method;
        this.path = Pattern.compile(path);
    }

    /** Of a path that is written exactly so: nothing encoded, no parameters, no slash too many, which could lead elsewhere. */
    static boolean covers(HttpServletRequest request) {
        return covers(
                request.getMethod(),
                request.getRequestURI().substring(request.getContextPath().length()));
    }

    static boolean covers(String method, String path) {
        for (var open : values()) {
            if (open.method.equals(method) && open.path.matcher(path).matches()) {
                return true;
            }
        }
        return false;
    }
}
