package dev.parley.provider.offline;

import dev.parley.llm.Prompt;
import dev.parley.provider.DeltaStream;

/** What one model name stands for. */
@FunctionalInterface
interface Script {
    DeltaStream play(Prompt prompt);
}
