package dev.parley.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;

/** A reference whose every use is counted: only references make checking cost more than the schema times the answer. */
record BoundedReference(Keyword keyword) implements Keyword {

    @Override
    public String getValue() {
        return keyword.getValue();
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode schema, Schema parent, SchemaContext context)
            throws Exception {
        return new Counted(keyword.newValidator(location, schema, parent, context));
    }

    private record Counted(KeywordValidator reference) implements KeywordValidator {

        @Override
        public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath at) {
            Effort.reference();
            reference.validate(context, node, root, at);
        }

        @Override
        public void preloadSchema() {
            reference.preloadSchema();
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return reference.getSchemaLocation();
        }

        @Override
        public String getKeyword() {
            return reference.getKeyword();
        }
    }
}
