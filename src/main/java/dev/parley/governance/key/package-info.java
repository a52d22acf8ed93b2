/**
 * Who calls. {@link dev.parley.governance.key.ApiKeyFilter} asks every request before its body is read.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Every path is guarded but a named list.
 *   <li>A key is shown once and stored as a hash; nothing here can tell it again.
 * </ul>
 */
package dev.parley.governance.key;
