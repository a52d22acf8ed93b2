package dev.parley.chat;

import dev.parley.llm.Prompt;

/** What the bodies of the native API have in common. */
sealed interface NativeRequest permits ChatRequest, ConversationRequest {

    Prompt toPrompt();

    OnDisconnect onDisconnect();

    default boolean continues() {
        return onDisconnect() == OnDisconnect.CONTINUE;
    }
}
