package dev.parley.agent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean a tool that models may call. Its parameters become the tool's JSON Schema, records with all their
 * components; {@link Param} describes them. What it returns is what the model is told: a text as it is, anything else as JSON. What it
 * throws is told as "failed", and only the message of an {@link IllegalArgumentException} with it, since that is written for whoever calls.
 *
 * <p>It is called on a virtual thread of its own, which is interrupted when its time is over or nobody wants the answer any more, and
 * has no request scope. A parameter of type {@link ToolCaller} is no part of the schema: it gets who calls.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Tool {

    /** Letters, digits, underscores and dashes, at most 64. */
    String name();

    /** For the model: what it does, and when to call it. */
    String description();

    Approval approval() default Approval.NONE;

    Effect effect() default Effect.REPEATABLE;

    /** Digits and a unit; the setting {@code parley.agent.tool-timeout} where it is empty. */
    String timeout() default "";

    /** Whether somebody has to agree to each call. */
    enum Approval {
        NONE,
        REQUIRED
    }

    /** What it means to run a call again whose outcome was lost. */
    enum Effect {
        /** Nothing happens that has not happened already. */
        REPEATABLE,
        /** It must not run twice: a call that may have run is decided by somebody. */
        ONCE
    }
}
