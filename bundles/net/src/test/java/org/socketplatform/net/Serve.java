package org.socketplatform.net;

/** dev only */
final class Serve {
  public static void main(String[] args) throws Exception {
    Platform platform = new Platform("[meta]");
    System.out.println(platform.port());
    Thread.sleep(Long.MAX_VALUE);
  }
}
