package dev.parley.provider;

/** Makes the providers of one {@code parley.providers.<name>.type}; each is a bean, found by its type. */
public interface ProviderType {

    /** The word in the configuration: {@code openai}, {@code anthropic} or {@code offline}. */
    String type();

    /** Called once per configured provider while the application starts. */
    Provider create(ProviderSettings settings);
}
