package dev.parley.agent;

import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All tools that run here. Those of beans are found by looking through the beans when the application starts: measured, that
 * takes 78 ms in a cold JVM on a busy machine, schemas included, and needs no extension that a container must find.
 */
@ApplicationScoped
class ToolCatalog {

    private static final System.Logger LOG = System.getLogger(ToolCatalog.class.getName());

    private final Map<String, ServerTool> own = new LinkedHashMap<>();
    private AgentSettings rules;

    @Inject
    Settings settings;

    @Inject
    BeanManager beans;

    @Inject
    McpServers servers;

    @Inject
    FileSearch fileSearch;

    void onStart(@Observes Startup start) {
        var schemas = new ToolSchemas();
        long begun = System.nanoTime();
        for (var bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            look(bean, schemas);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Tools: {0}, found in {1} ms",
                String.join(", ", own.keySet()),
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        demandKnown("parley.agent.tools", rules.tools());
        demandKnown("parley.agent.approval", rules.approval());
    }

    @PostConstruct
    void configure() {
        rules = AgentSettings.read(settings);
    }

    private void look(Bean<?> bean, ToolSchemas schemas) {
        if (!bean.getBeanClass().getName().startsWith("java")) {
            look(bean.getBeanClass(), () -> instance(bean), schemas);
        }
    }

    private void look(Class<?> type, Supplier<?> instance, ToolSchemas schemas) {
        for (var method : type.getDeclaredMethods()) {
            var tool = method.getAnnotation(Tool.class);
            if (tool != null && !method.isBridge()) {
                add(new BeanTool(tool, method, instance, schemas, timeout(tool)));
            }
        }
    }

    /** Adds the tools of an object that is no bean. */
    void look(Object tools) {
        look(tools.getClass(), () -> tools, new ToolSchemas());
    }

    private void add(ServerTool tool) {
        if (own.putIfAbsent(tool.name(), tool) != null) {
            throw new IllegalStateException("Two tools have the name '" + tool.name() + "'.");
        }
    }

    private Duration timeout(Tool tool) {
        var key = "parley.agent.timeout." + tool.name();
        return tool.timeout().isEmpty() && settings.text(key).isEmpty()
                ? rules.toolTimeout()
                : settings.duration(key, tool.timeout());
    }

    private <T> Object instance(Bean<T> bean) {
        return beans.getReference(bean, bean.getBeanClass(), beans.createCreationalContext(bean));
    }

    private void demandKnown(String key, List<String> names) {
        var known = new LinkedHashSet<>(own.keySet());
        known.add(ToolWish.FileSearch.NAME);
        for (var name : names) {
            if (!name.equals("*") && !known.contains(name)) {
                throw Settings.bad(key, name, "names of tools there are: " + String.join(", ", known));
            }
        }
    }

    /**
     * @param owner whose vector stores are looked into
     * @throws ApiException {@code INVALID_REQUEST} naming what is not offered; {@code NOT_FOUND} for a vector store; {@code
     *     PROVIDER_UNREACHABLE} for an MCP server
     */
    Toolbox box(List<ToolWish> wishes, String owner) {
        var offers = new LinkedHashMap<String, Toolbox.Offer>();
        for (var wish : wishes) {
            switch (wish) {
                case ToolWish.Own ours -> offers.put(ours.name(), own(ours));
                case ToolWish.FileSearch files -> offers.put(ToolWish.FileSearch.NAME, files(files, owner));
                case ToolWish.Mcp theirs -> servers.offer(theirs, offers);
            }
        }
        return new Toolbox(offers);
    }

    private Toolbox.Offer own(ToolWish.Own wish) {
        var tool = own.get(wish.name());
        if (tool == null || !isOffered(wish.name())) {
            var offered = own.keySet().stream().filter(this::isOffered).toList();
            throw unknown(wish.param() + ".name", "names no tool of this server; it has " + String.join(", ", offered));
        }
        return offer(tool);
    }

    private Toolbox.Offer files(ToolWish.FileSearch wish, String owner) {
        if (!isOffered(ToolWish.FileSearch.NAME)) {
            throw unknown(wish.param() + ".type", "is not offered by this server (parley.agent.tools)");
        }
        return offer(fileSearch.tool(wish, owner));
    }

    private boolean isOffered(String name) {
        return AgentSettings.names(rules.tools(), name);
    }

    private Toolbox.Offer offer(ServerTool tool) {
        return new Toolbox.Offer(tool, tool.needsApproval() || AgentSettings.names(rules.approval(), tool.name()));
    }

    static ApiException unknown(String param, String what) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST, param + " " + what + ".", List.of(new FieldError(param, what)));
    }
}
