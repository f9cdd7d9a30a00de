package org.socketplatform.access;

import java.util.List;

/**
 * Why a call may go on or may not.
 *
 * @param allowed true if it may
 * @param reason one sentence or more, for the developer; if it may not, with the line to write
 * @param because the lines that decided: those that grant it, or the one that forbids it
 */
public record Explanation(boolean allowed, String reason, List<Grant> because) {
  public Explanation {
    because = List.copyOf(because);
  }
}
