package org.socketplatform.plugin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the window of a run is to behave.
 *
 * @param headless the window is on a virtual display, or never shown
 * @param screenshot where to write a PNG of the first page once it is ready; the run then ends
 */
public record WindowMode(boolean headless, Optional<Path> screenshot) {}
