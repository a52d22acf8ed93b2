package dev.parley.agent;

import dev.parley.llm.ToolError;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * One MCP server: connected when it is first needed, and again when it was lost. Its list of tools is good for a while, and while somebody
 * asks for a new one. Blocks, on virtual threads.
 */
final class McpConnection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(McpConnection.class.getName());

    private record Listed(List<McpTool> tools, long at) {}

    private final McpSettings rules;
    private final HttpClient http;
    private final ReentrantLock connecting = new ReentrantLock();
    private final ReentrantLock listing = new ReentrantLock();
    private McpLine line;
    private volatile Listed listed;
    private long failedAt;
    private boolean failed;

    McpConnection(McpSettings rules) {
        this.rules = rules;
        this.http =
                HttpClient.newBuilder().connectTimeout(rules.connectTimeout()).build();
    }

    McpSettings rules() {
        return rules;
    }

    /** @throws ApiException {@code PROVIDER_UNREACHABLE} */
    List<McpTool> tools() {
        long asked = Ticker.SYSTEM.nanos();
        var known = listed;
        if (known != null && (asked - known.at() <= rules.refresh().toNanos() || listing.isLocked())) {
            return known.tools();
        }
        listing.lock();
        try {
            return listed(asked);
        } finally {
            listing.unlock();
        }
    }

    /** What somebody else has found out since {@code asked} is not asked again: at a server that hangs, all would wait one by one. */
    private List<McpTool> listed(long asked) {
        var known = listed;
        if (known != null && known.at() - asked >= 0) {
            return known.tools();
        }
        if (failed && failedAt - asked >= 0) {
            throw unreachable();
        }
        try {
            var tools = isConnected() ? again() : with(this::list);
            listed = new Listed(tools, Ticker.SYSTEM.nanos());
            failed = false;
            return tools;
        } catch (RuntimeException away) {
            failed = true;
            failedAt = Ticker.SYSTEM.nanos();
            LOG.log(System.Logger.Level.WARNING, "The MCP server {0} can''t be asked: {1}", rules.label(), kind(away));
            throw unreachable();
        }
    }

    /** By a session that may have been lost meanwhile. */
    private List<McpTool> again() {
        try {
            return with(this::list);
        } catch (RuntimeException lost) {
            return with(this::list);
        }
    }

    private ApiException unreachable() {
        return new ApiException(
                ErrorCode.PROVIDER_UNREACHABLE, "The MCP server '" + rules.label() + "' can't be reached.");
    }

    private List<McpTool> list(McpSyncClient client) {
        return McpTool.all(client, this);
    }

    /** What a tool answers, as text. */
    String call(String tool, String arguments) throws ToolFailure {
        try {
            return McpAnswer.text(
                    with(client -> client.callTool(new McpSchema.CallToolRequest(McpLine.MAPPER, tool, arguments))));
        } catch (McpError refused) {
            throw new ToolFailure(ToolError.FAILED, "The MCP server refused the call.");
        } catch (RuntimeException broken) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A call of {0} at the MCP server {1} failed: {2}",
                    tool,
                    rules.label(),
                    kind(broken));
            throw new ToolFailure(
                    ToolError.FAILED, "The MCP server could not be asked, or its answer could not be read.");
        }
    }

    private <T> T with(Function<McpSyncClient, T> work) {
        var used = entered();
        try {
            return work.apply(used.client());
        } catch (McpError refused) {
            throw refused;
        } catch (RuntimeException broken) {
            giveUp(used);
            throw broken;
        } finally {
            used.leave();
        }
    }

    private McpLine entered() {
        connecting.lock();
        try {
            if (line == null) {
                line = McpLine.open(rules, http);
            }
            return line.entered();
        } finally {
            connecting.unlock();
        }
    }

    private boolean isConnected() {
        connecting.lock();
        try {
            return line != null;
        } finally {
            connecting.unlock();
        }
    }

    private void giveUp(McpLine broken) {
        connecting.lock();
        try {
            if (line == broken) {
                line = null;
            }
        } finally {
            connecting.unlock();
        }
        broken.giveUp();
    }

    /** What went wrong, without the words of the other side. */
    private static String kind(RuntimeException failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        connecting.lock();
        try {
            if (line != null) {
                line.giveUp();
                line = null;
            }
        } finally {
            connecting.unlock();
        }
        http.shutdownNow();
    }
}
