package dev.parley.provider.offline;

/** The runtime is there and can't run the model. Not the runtime's own exception, which is not there where its jars are not. */
final class UnusableModelException extends RuntimeException {

    UnusableModelException(Exception cause) {
        super(cause);
    }
}
