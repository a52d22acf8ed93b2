package dev.parley.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import dev.parley.llm.ToolError;
import dev.parley.llm.ToolSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A method with {@link Tool}. */
final class BeanTool implements ServerTool {

    private static final System.Logger LOG = System.getLogger(BeanTool.class.getName());
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final Tool tool;
    private final Method method;
    private final Supplier<?> bean;
    private final ToolSpec spec;
    private final Duration timeout;

    /** @param bean gives the bean to call it on */
    BeanTool(Tool tool, Method method, Supplier<?> bean, ToolSchemas schemas, Duration timeout) {
        if (!NAME.matcher(tool.name()).matches()) {
            throw new IllegalStateException("The tool '%s' of %s must have a name of 1 to 64 letters, digits, _ or -."
                    .formatted(tool.name(), method));
        }
        this.tool = tool;
        this.method = method;
        this.bean = bean;
        this.timeout = timeout;
        var parameters = Arrays.stream(method.getParameters())
                .filter(BeanTool::isArgument)
                .toList();
        this.spec = new ToolSpec(tool.name(), tool.description(), schemas.of(parameters), null);
        method.setAccessible(true);
    }

    private static boolean isArgument(Parameter parameter) {
        return parameter.getType() != ToolCaller.class;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public String server() {
        return null;
    }

    @Override
    public String name() {
        return tool.name();
    }

    @Override
    public boolean needsApproval() {
        return tool.approval() == Tool.Approval.REQUIRED;
    }

    @Override
    public boolean once() {
        return tool.effect() == Tool.Effect.ONCE;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public ToolResult call(String arguments, ToolCaller caller) throws ToolFailure {
        var values = values(arguments, caller);
        try {
            return ToolResult.of(text(method.invoke(bean.get(), values)));
        } catch (InvocationTargetException thrown) {
            throw failure(thrown.getCause());
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
        }
    }

    private Object[] values(String arguments, ToolCaller caller) throws ToolFailure {
        try {
            var json = Json.MAPPER.readTree(arguments);
            var parameters = List.of(method.getParameters());
            var values = new Object[parameters.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = isArgument(parameters.get(i)) ? value(json, parameters.get(i)) : caller;
            }
            return values;
        } catch (JsonProcessingException unfit) {
            throw new ToolFailure(
                    ToolError.INVALID_ARGUMENTS, "The arguments can't be read: " + unfit.getOriginalMessage());
        }
    }

    private static Object value(JsonNode json, Parameter parameter) throws JsonProcessingException {
        var value = json.path(parameter.getName());
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        var type = Json.MAPPER.getTypeFactory().constructType(parameter.getParameterizedType());
        return Json.MAPPER.treeToValue(value, type);
    }

    private static String text(Object result) {
        return switch (result) {
            case null -> "done";
            case String text -> text;
            default -> Json.text(result);
        };
    }

    private ToolFailure failure(Throwable thrown) {
        if (thrown instanceof IllegalArgumentException told) {
            return new ToolFailure(ToolError.FAILED, told.getMessage());
        }
        LOG.log(System.Logger.Level.WARNING, "The tool " + tool.name() + " failed", thrown);
        return new ToolFailure(ToolError.FAILED, "The tool failed.");
    }
}
