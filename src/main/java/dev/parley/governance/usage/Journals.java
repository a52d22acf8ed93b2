package dev.parley.governance.usage;

import jakarta.enterprise.context.ApplicationScoped;

/** What the stored journals say of calls whose process has died. */
@ApplicationScoped
class Journals {

    /** Tokens of the answer until the end of what is stored, 0 when nothing is. */
    int outputTokens(String call) {
        return 0;
    }
}
