package dev.parley.rag.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/**
 * Metadata as terms. All fields of all documents share three fields of the index, so that callers can't make it grow fields without
 * end: the names, the values, and the numbers as text that sorts as they do.
 */
final class Metadata {

    private static final String NAMES = "metadata.names";
    private static final String VALUES = "metadata.values";
    private static final String NUMBERS = "metadata.numbers";

    private Metadata() {}

    static void add(Document to, String metadata) {
        if (metadata == null) {
            return;
        }
        read(metadata).properties().forEach(entry -> {
            var name = entry.getKey();
            var value = entry.getValue();
            to.add(new StringField(NAMES, name, Field.Store.NO));
            to.add(new StringField(VALUES, term(name, plain(value)), Field.Store.NO));
            if (value.isNumber()) {
                to.add(new StringField(NUMBERS, number(name, value.doubleValue()), Field.Store.NO));
            }
        });
    }

    static Query names(String field) {
        return new TermQuery(new Term(NAMES, field));
    }

    static Query query(Scope.Condition condition) {
        return switch (condition) {
            case Scope.Condition.OneOf wanted ->
                new TermInSetQuery(
                        VALUES,
                        wanted.values().stream()
                                .map(value -> new BytesRef(term(wanted.field(), value)))
                                .toList());
            case Scope.Condition.Between range ->
                new TermRangeQuery(
                        NUMBERS,
                        bound(range.field(), range.from(), Double.NEGATIVE_INFINITY),
                        bound(range.field(), range.to(), Double.POSITIVE_INFINITY),
                        range.from() == null || range.fromIncluded(),
                        range.to() == null || range.toIncluded());
            case Scope.Condition.All all -> combined(all.conditions(), BooleanClause.Occur.FILTER);
            case Scope.Condition.Any any -> combined(any.conditions(), BooleanClause.Occur.SHOULD);
            case Scope.Condition.Not not ->
                new BooleanQuery.Builder()
                        .add(new MatchAllDocsQuery(), BooleanClause.Occur.FILTER)
                        .add(query(not.condition()), BooleanClause.Occur.MUST_NOT)
                        .build();
        };
    }

    private static Query combined(List<Scope.Condition> conditions, BooleanClause.Occur occur) {
        var query = new BooleanQuery.Builder();
        conditions.forEach(condition -> query.add(query(condition), occur));
        return query.build();
    }

    static Query all(Scope scope) {
        var query = new BooleanQuery.Builder();
        query.add(new TermQuery(new Term(Rows.OWNER, scope.owner())), BooleanClause.Occur.FILTER);
        if (!scope.collections().isEmpty()) {
            query.add(
                    new TermInSetQuery(
                            Rows.COLLECTION,
                            scope.collections().stream().map(BytesRef::new).toList()),
                    BooleanClause.Occur.FILTER);
        }
        scope.conditions().forEach(condition -> query.add(query(condition), BooleanClause.Occur.FILTER));
        return query.build();
    }

    private static BytesRef bound(String field, Double value, double otherwise) {
        return new BytesRef(number(field, value == null ? otherwise : value));
    }

    private static Object plain(JsonNode value) {
        return value.isNumber()
                ? (Object) value.doubleValue()
                : value.isBoolean() ? value.booleanValue() : value.asText();
    }

    private static String term(String field, Object value) {
        var kind = value instanceof Number ? 'n' : value instanceof Boolean ? 'b' : 's';
        return field + '\0' + kind + (value instanceof Number number ? String.valueOf(number.doubleValue()) : value);
    }

    private static String number(String field, double value) {
        return "%s\0%016x"
                .formatted(field, NumericUtils.doubleToSortableLong(value == 0 ? 0.0 : value) ^ Long.MIN_VALUE);
    }

    private static JsonNode read(String metadata) {
        try {
            return Json.MAPPER.readTree(metadata);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("Stored metadata can't be read", notOurs);
        }
    }
}
