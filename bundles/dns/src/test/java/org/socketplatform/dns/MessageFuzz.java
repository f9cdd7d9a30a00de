package org.socketplatform.dns;

/** Answers of name servers are refused or read, whatever they are; nothing else may happen. */
public final class MessageFuzz {
  private static final int MOST_RECORDS_PER_BYTE = 1;

  private MessageFuzz() {}

  /** The target of Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      Message answer = Message.answer(bytes);
      if (answer.answers().size() > bytes.length * MOST_RECORDS_PER_BYTE) {
        throw new AssertionError("There are more records than bytes");
      }
      Message.question(answer.id(), "a.example", RecordType.A);
    } catch (IllegalArgumentException e) {
      // refused
    }
  }
}
