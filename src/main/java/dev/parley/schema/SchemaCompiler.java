package dev.parley.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Compiles schemas of all drafts from 4 on, 2020-12 where a schema does not say which. */
final class SchemaCompiler {

    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");
    private static final List<Dialect> DIALECTS = List.of(
            Dialects.getDraft202012(),
            Dialects.getDraft201909(),
            Dialects.getDraft7(),
            Dialects.getDraft6(),
            Dialects.getDraft4());

    /** The library logs what callers got wrong; they are told, and the log is not theirs to fill. Held, or the level is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("com.networknt.schema");

    static {
        LIBRARY.setLevel(Level.OFF);
    }

    /** Knows the schemas that schemas must fulfil. */
    private final SchemaRegistry drafts = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** Remembers nothing: by its {@code $id} one caller's schema would become another's. */
    private final SchemaRegistry schemas = SchemaRegistry.builder()
            .defaultDialectId(DIALECTS.getFirst().getId())
            .dialectRegistry(new BasicDialectRegistry(
                    DIALECTS.stream().map(SchemaCompiler::bounded).toList()))
            .schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .locale(Locale.ENGLISH)
                    .pathType(PathType.JSON_POINTER)
                    .preloadSchema(true)
                    .regularExpressionFactory(BoundedPattern::of)
                    .build())
            .schemaCacheEnabled(false)
            .schemaLoader(loader -> loader.block(iri -> true))
            .build();

    private static Dialect bounded(Dialect dialect) {
        var references = dialect.getKeywords().values().stream()
                .filter(keyword -> REFERENCES.contains(keyword.getValue()))
                .map(BoundedReference::new)
                .toList();
        return Dialect.builder(dialect).keywords(references).build();
    }

    /** @throws Unusable when it is no schema */
    Schema compile(JsonNode node) {
        try {
            demandValid(node);
            var schema = schemas.getSchema(node);
            schema.initializeValidators();
            Effort.within(() -> schema.validate(NullNode.getInstance()));
            return schema;
        } catch (SchemaException invalid) {
            throw new Unusable("has a reference, a regular expression or an $id that can't be used");
        } catch (Effort.Exhausted endless) {
            throw new Unusable("refers to itself without an end");
        }
    }

    private void demandValid(JsonNode node) {
        var errors = drafts.getSchema(SchemaLocation.of(draft(node))).validate(node);
        if (!errors.isEmpty()) {
            throw new Unusable("is not a valid JSON Schema: "
                    + errors.stream().limit(3).map(Object::toString).collect(Collectors.joining("; ")));
        }
    }

    private static String draft(JsonNode node) {
        var named = node.path("$schema").asText(DIALECTS.getFirst().getId());
        return DIALECTS.stream()
                .map(Dialect::getId)
                .filter(id -> withoutHash(id).equals(withoutHash(named)))
                .findFirst()
                .orElseThrow(() -> new Unusable("names a $schema that is none of the drafts from 4 to 2020-12"));
    }

    private static String withoutHash(String id) {
        return id.endsWith("#") ? id.substring(0, id.length() - 1) : id;
    }

    /** What is wrong with a schema; completes the sentence that begins with its name. */
    @SuppressWarnings("serial")
    static final class Unusable extends RuntimeException {
        Unusable(String what) {
            super(what, null, false, false);
        }
    }
}
