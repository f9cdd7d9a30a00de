package org.socketplatform.itest.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.AWTException;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Presses keys and takes pictures of the screen, as a person could. A process of its own, since AWT
 * takes its display from the environment.
 */
final class Hand implements AutoCloseable {
  /** A person is no faster, and an app shows nothing new while keys come without a pause. */
  private static final int MILLIS_PER_MOVE = 50;

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private Hand(Process process) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  /** A hand at the display of all tests. */
  static Hand open() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=false",
                "-cp",
                System.getProperty("java.class.path"),
                Hand.class.getName())
            .redirectError(Redirect.INHERIT);
    builder.environment().put("DISPLAY", Display.name());
    return new Hand(builder.start());
  }

  /** Presses keys, one after the other, by their codes in {@link java.awt.event.KeyEvent}. */
  void press(int... keys) throws IOException {
    for (int key : keys) {
      ask("press " + key);
    }
  }

  /** Writes what is on the screen as a PNG. */
  void picture(Path file) throws IOException {
    ask("picture " + file);
  }

  private void ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    String answer = answers.readLine();
    if (!"done".equals(answer)) {
      throw new IOException("The hand could not " + command + ": " + answer);
    }
  }

  /** Does what the lines of the standard input say. */
  public static void main(String... none) throws IOException, AWTException {
    Robot robot = new Robot();
    robot.setAutoDelay(MILLIS_PER_MOVE);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", 2);
      if (words[0].equals("press")) {
        robot.keyPress(Integer.parseInt(words[1]));
        robot.keyRelease(Integer.parseInt(words[1]));
      } else {
        Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(robot.createScreenCapture(screen), "png", new File(words[1]));
      }
      System.out.println("done");
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
