/**
 * The native API: {@code POST /chat} for one prompt, {@code POST /conversation} for a list of messages, each as JSON or as a stream.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A door validates and translates; it decides nothing about models, money or time.
 *   <li>The JSON names are the contract: they are what problems name, what OpenAPI shows and what clients are generated from.
 *   <li>Unknown fields are ignored, so that a client written for a later version still works.
 * </ul>
 */
package dev.parley.chat;
