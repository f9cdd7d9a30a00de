/** What runs beside bndlib, in a class loader without anything of the platform. */
@NullMarked
package org.socketplatform.dev.bnd;

import org.jspecify.annotations.NullMarked;
