package org.socketplatform.processor;

import javax.lang.model.element.Element;

/** Something in the source that has to be changed: where it is, and what to do. */
final class Problem extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Element place;

  Problem(Element place, String message) {
    super(message, null, false, false);
    this.place = place;
  }

  Element place() {
    return place;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
