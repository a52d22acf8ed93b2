package dev.parley.agent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tells the model about a parameter of a {@link Tool}, or a component of a record in it. */
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Param {

    String value();

    /** What may be left out is null then. */
    boolean required() default true;
}
