package dev.parley.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import dev.parley.http.Json;
import java.lang.reflect.Parameter;
import java.util.List;

/** The JSON Schema of a method's parameters: an object with one property for each. */
final class ToolSchemas {

    private static final String DEFINITIONS = "$defs";

    private final SchemaGenerator generator;

    ToolSchemas() {
        var config = new SchemaGeneratorConfigBuilder(Json.MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(JacksonOption.RESPECT_JSONPROPERTY_REQUIRED))
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.FLATTENED_ENUMS_FROM_TOSTRING)
                .with(Option.EXTRA_OPEN_API_FORMAT_VALUES);
        config.forFields().withDescriptionResolver(field -> {
            var param = param(field);
            return param == null ? null : param.value();
        });
        config.forFields().withRequiredCheck(field -> {
            var param = param(field);
            return param == null ? isRecord(field) : param.required();
        });
        generator = new SchemaGenerator(config.build());
    }

    private static Param param(FieldScope field) {
        return field.getAnnotation(Param.class);
    }

    private static boolean isRecord(FieldScope field) {
        return field.getDeclaringType().getErasedType().isRecord();
    }

    /** As JSON text. */
    String of(List<Parameter> parameters) {
        var types = generator.buildMultipleSchemaDefinitions();
        var schema = Json.MAPPER.createObjectNode().put("type", "object");
        var properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (var parameter : parameters) {
            var param = parameter.getAnnotation(Param.class);
            var type = types.createSchemaReference(parameter.getParameterizedType());
            properties.set(parameter.getName(), type);
            if (param != null) {
                type.put("description", param.value());
            }
            if (param == null || param.required()) {
                required.add(parameter.getName());
            }
        }
        schema.put("additionalProperties", false);
        ObjectNode definitions = types.collectDefinitions(DEFINITIONS);
        if (!definitions.isEmpty()) {
            schema.set(DEFINITIONS, definitions);
        }
        return schema.toString();
    }
}
