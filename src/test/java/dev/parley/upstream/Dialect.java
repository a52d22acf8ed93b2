package dev.parley.upstream;

import java.util.List;

/** What an answer looks like on one wire. */
interface Dialect {

    /** One Server-Sent Event; {@code name} is null where the wire has none. */
    record Event(String name, String data) {}

    /** Tokens to report, null for none. */
    record Tokens(int input, int cached, int output, int reasoning) {}

    Dialect OPENAI = new OpenAiDialect();
    Dialect ANTHROPIC = new AnthropicDialect();

    /** What a stream begins with. */
    List<Event> opening(Tokens tokens);

    /** What comes before the first text, between the texts one each, and after the last. */
    List<Event> textStart();

    Event text(String text);

    List<Event> textEnd();

    List<Event> reasoning(List<String> texts);

    /** Calls of {@code get_weather} for Oslo and {@code get_time} without arguments, in pieces. */
    List<Event> toolCalls();

    /** Why it ended, in the words of Chat Completions, and the usage. */
    List<Event> closing(String finish, Tokens tokens);

    /** What says that nothing more comes. */
    Event done();

    /** An event that carries something like a delta, cut in the middle. */
    Event malformed();

    /** An error in the middle of a stream. */
    Event error();

    /** The answer in one piece. */
    String whole(List<String> texts, String reasoning, boolean calls, String finish, Tokens tokens);

    /** The body of an answer that is not a success; it holds a text that must never reach anybody. */
    String refusal(int status);
}
