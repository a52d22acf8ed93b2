package dev.parley.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.generation.OnDisconnect;
import dev.parley.llm.Prompt;

/** What the bodies of the native API have in common. */
sealed interface NativeRequest permits ChatRequest, ConversationRequest {

    /** What is asked, in whatever form. */
    Prompt toPrompt();

    /** Null when any text will do. */
    ObjectNode responseSchema();

    OnDisconnect onDisconnect();

    default boolean continues() {
        return onDisconnect() == OnDisconnect.CONTINUE;
    }
}
