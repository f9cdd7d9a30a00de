package org.socketplatform.plugin;

import java.nio.file.Path;

/**
 * A file with tests that a page runs once it is complete.
 *
 * @param root folder whose files the page may load besides those of the app; absolute and real
 * @param path where the file lies in that folder, and under the app's origin: with slashes, none
 *     before the first name
 */
public record TestFile(Path root, String path) {}
