/**
 * JSON Schema: whether a schema is one, and whether an answer fulfils it.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A schema comes from a caller and is hostile until proven otherwise: nothing is ever loaded for it, neither from the network nor
 *       from a file, and checking against it has a bounded {@link dev.parley.schema.Effort}. Without the bound one regular expression
 *       could hold a processor for good.
 *   <li>A compiled schema is kept, since clients send the same one with every request; a bounded number of them.
 *   <li>The library's types stay here.
 * </ul>
 *
 * <p>Out of scope: what becomes of an answer that does not fulfil its schema (generation).
 */
package dev.parley.schema;
