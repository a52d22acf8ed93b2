/**
 * A scripted HTTP upstream for tests: the name of the model selects what it does, good and bad, in the dialect of the path that is called.
 * Works on raw sockets, so that it can reset, hang and send what no HTTP library would.
 */
package dev.parley.upstream;
