package dev.parley;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All resources of the WAR, at the root. */
@ApplicationPath("/")
public class ParleyApplication extends Application {}
