/**
 * The plugins that a user has installed: where they lie, who signed them, whom the user trusts, and
 * the bundle that brings them into a running app.
 */
@NullMarked
package org.socketplatform.store;

import org.jspecify.annotations.NullMarked;
