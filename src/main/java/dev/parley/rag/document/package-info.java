/**
 * Documents as the database has them, and how a file becomes passages.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>The database is the truth: an index of any server can be made again from it.
 *   <li>A document has the version that is served and perhaps one that is on its way. The new one takes the place of the old one in one
 *       transaction, so there is no moment without a version. Passages of a version are written as they are embedded, so a crash loses
 *       no vector that was paid for.
 *   <li>The version on its way is the job itself: a second list of jobs could come to differ from it.
 *   <li>Every change has a number that rises in the order of the commits. Servers follow the documents by it.
 *   <li>A file is hostile: it is read in bounds of bytes, characters and time, on a thread that can be left behind, and what goes wrong
 *       with it is a reason in the document's state. Its name is a text to show and nothing else.
 *   <li>The splitter is ours and no library's, because a citation needs the exact range of a passage in the text: those of LangChain4j
 *       put pieces together anew and know neither headings nor the header of a table.
 * </ul>
 *
 * <p>Out of scope: who pays for vectors (rag), how passages are found (index).
 */
package dev.parley.rag.document;
