/** Starts the platform: makes the app known, boots the framework from a plan, runs the UI. */
@NullMarked
package org.socketplatform.boot;

import org.jspecify.annotations.NullMarked;
