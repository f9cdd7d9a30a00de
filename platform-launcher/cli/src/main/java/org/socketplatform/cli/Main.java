package org.socketplatform.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.socketplatform.relay.IdentityException;
import org.socketplatform.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** Runs one command: {@code Main plugin|keys|permissions|peer ...}; {@code ssc} calls it. */
@Command(name = "ssc")
public final class Main {
  private static final int FAILED = 1;
  private static final int WIDTH = 100;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      hidden = true,
      scope = ScopeType.INHERIT)
  @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
  private boolean help;

  private Main() {}

  public static void main(String... line) {
    Session session =
        new Session(
            System.getenv(),
            Path.of(System.getProperty("ssc.root", "")).toAbsolutePath(),
            Path.of(System.getProperty("socket.platform", "")).toAbsolutePath(),
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            Session::askTerminal,
            Session::askTerminalSecretly);
    System.exit(run(session, line));
  }

  private static PrintStream utf8(FileDescriptor file) {
    return new PrintStream(new FileOutputStream(file), true, StandardCharsets.UTF_8);
  }

  /** Runs a command and returns the exit status. */
  static int run(Session session, String... line) {
    CommandLine commands = commands(session);
    int status = commands.execute(line);
    session.out().flush();
    session.err().flush();
    return status;
  }

  static CommandLine commands(Session session) {
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new PluginCommand(session))
            .addSubcommand(new KeysCommand(session))
            .addSubcommand(new PermissionsCommand(session))
            .addSubcommand(new PeerCommand(session, System.in));
    commands
        .setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(WIDTH)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler((failure, arguments) -> misused(session, failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(session, failure));
    looksLikeTheOthers(commands);
    return commands;
  }

  private static void looksLikeTheOthers(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading(command.getCommandSpec().positionalParameters().isEmpty() ? "%n" : "")
        .commandListHeading("%n");
    command.getSubcommands().values().forEach(Main::looksLikeTheOthers);
  }

  private static int misused(Session session, ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    String message = String.valueOf(failure.getMessage());
    if (!message.isEmpty()) {
      session
          .err()
          .printf(
              "error: %s%n%n",
              message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
    }
    command.usage(session.err());
    return FAILED;
  }

  private static String onOneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ");
  }

  private static int failed(Session session, Exception failure) {
    boolean debug = "1".equals(session.environment().get("SSC_DEBUG"));
    if (failure instanceof CommandException
        || failure instanceof StoreException
        || failure instanceof IdentityException) {
      session.err().println("error: " + onOneLine(String.valueOf(failure.getMessage())));
    } else {
      session.err().printf("error: the command failed (%s); SSC_DEBUG=1 shows where%n", failure);
    }
    if (debug) {
      failure.printStackTrace(session.err());
    }
    return FAILED;
  }
}
