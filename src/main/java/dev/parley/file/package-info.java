/**
 * Files that clients send once and name later: {@code /v1/files}, of which batches and vector stores are made.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A file is in the database, in pieces: memory does not grow with it, and every server has it.
 *   <li>A file that broke off while it came is not there, and what is left of it is swept away.
 *   <li>A file is its owner's, and so is what was made of it: before a file goes, whoever has made something of it that goes along is told,
 *       as {@link dev.parley.file.FileUse}. This room knows none of them.
 *   <li>How much an owner may keep is bounded.
 * </ul>
 *
 * <p>Out of scope: what is in a file (batch, rag), how it is shown (doors), how large one body may be (http).
 */
package dev.parley.file;
