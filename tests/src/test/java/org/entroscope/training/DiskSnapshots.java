package org.entroscope.training;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs a program under a debugger that stops it before every change of a directory and copies a
 * folder at that point. Each copy is what a process killed at that moment leaves behind.
 */
final class DiskSnapshots {

  private static final Set<String> CHANGES = Set.of("rename", "unlink", "rmdir", "mkdir");

  private final Path watched;
  private final Path into;
  private final List<String> calls = new ArrayList<>();

  private DiskSnapshots(Path watched, Path into) {
    this.watched = watched;
    this.into = into;
  }

  /**
   * Runs a class of the test class path.
   *
   * @param begin a method of that class that is called once; changes before the call are ignored
   * @param watched the folder to copy
   * @param into the folder that receives the copies, named 0, 1, ...
   * @return the system call before which each copy was made
   */
  static List<String> of(
      Class<?> program, String begin, Path watched, Path into, String... arguments)
      throws Exception {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    var options = connector.defaultArguments();
    set(options, "main", program.getName() + " " + String.join(" ", arguments));
    set(options, "options", "-cp \"" + System.getProperty("java.class.path") + "\"");
    VirtualMachine machine = connector.launch(options);
    machine.process().getInputStream().close();
    machine.process().getErrorStream().close();
    DiskSnapshots snapshots = new DiskSnapshots(watched, into);
    ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
    loaded.addClassFilter(program.getName());
    loaded.enable();
    snapshots.follow(machine, begin);
    return snapshots.calls;
  }

  private static void set(Map<String, Connector.Argument> options, String name, String value) {
    options.get(name).setValue(value);
  }

  private void follow(VirtualMachine machine, String begin) throws Exception {
    while (true) {
      EventSet events = machine.eventQueue().remove();
      for (Event event : events) {
        if (event instanceof VMDeathEvent || event instanceof VMDisconnectEvent) {
          return;
        } else if (event instanceof ClassPrepareEvent prepared) {
          stopAt(machine, prepared.referenceType(), Set.of(begin));
        } else if (event instanceof BreakpointEvent stop) {
          stopped(machine, stop.location().method().name(), begin);
        }
      }
      events.resume();
    }
  }

  private void stopped(VirtualMachine machine, String method, String begin) throws IOException {
    if (method.equals(begin)) {
      machine.allClasses().stream()
          .filter(type -> type.name().endsWith("NativeDispatcher"))
          .forEach(type -> stopAt(machine, type, CHANGES));
    } else {
      copy(watched, into.resolve(String.valueOf(calls.size())));
      calls.add(method);
    }
  }

  /** Sets breakpoints at the beginning of methods. */
  private static void stopAt(VirtualMachine machine, ReferenceType type, Set<String> methods) {
    type.methods().stream()
        .filter(method -> methods.contains(method.name()) && !method.isNative())
        .forEach(m -> machine.eventRequestManager().createBreakpointRequest(m.location()).enable());
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
