package org.entroscope.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Operations of PyTorch that DJL does not offer, written as TorchScript source and compiled by the
 * engine without Python. Each method of the source can be called.
 *
 * <p>A list of tensors that a method changes in place must be an argument of the method. If the
 * method builds the list itself, PyTorch removes the change as dead code.
 */
public final class TorchScript implements AutoCloseable {

  /** A pickled instance, without attributes, of the one class that the source defines. */
  private static final String PICKLED_MODULE =
      "\u0080\u0002c__torch__\nM\nq\u0000)\u0081}(X\u0008\u0000\u0000\u0000training\u0089ub.";

  private static final String PICKLED_EMPTY_TUPLE = "\u0080\u0002).";

  private static final Map<String, TorchScript> SHARED = new ConcurrentHashMap<>();

  private final PtNDManager manager;
  private final PtSymbolBlock module;
  private final Map<String, NDArray> selectors = new ConcurrentHashMap<>();

  private TorchScript(PtNDManager manager, PtSymbolBlock module) {
    this.manager = manager;
    this.module = module;
  }

  /**
   * Compiles methods.
   *
   * @param manager the owner of the compiled module
   * @param methods the definitions of the methods, {@code def name(self, x: Tensor) -> Tensor:
   *     ...}, in TorchScript's serialised form: fully typed, operators spelled {@code torch.add(x,
   *     y)}
   * @throws IllegalArgumentException if PyTorch does not accept the source
   */
  public static TorchScript compile(NDManager manager, String methods) {
    String source = "class M(Module):\n  training : bool\n" + methods.indent(2);
    try {
      ByteArrayInputStream archive = new ByteArrayInputStream(archive(source));
      PtNDManager owner = (PtNDManager) manager;
      return new TorchScript(owner, JniUtils.loadModule(owner, archive, false, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("TorchScript does not compile:\n" + source, e);
    }
  }

  /** Compiles methods once and keeps them for the life of the process. See {@link #compile}. */
  public static TorchScript shared(String methods) {
    return SHARED.computeIfAbsent(
        methods,
        source -> {
          NDManager manager = PyTorch.manager(Device.cpu());
          manager.setName("shared operations");
          return compile(manager, source);
        });
  }

  /** TorchScript's file format: a zip archive of four uncompressed entries. */
  private static byte[] archive(String source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "m/data.pkl", PICKLED_MODULE.getBytes(StandardCharsets.ISO_8859_1));
      store(zip, "m/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      store(zip, "m/constants.pkl", PICKLED_EMPTY_TUPLE.getBytes(StandardCharsets.ISO_8859_1));
      store(zip, "m/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    entry.setSize(content.length);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * Calls a method and records its operations if the thread records. In contrast, {@link #call}
   * runs in inference mode.
   *
   * @param method the method's name
   * @param arguments the arrays that the method takes
   * @return the array that the method returns, which belongs to the manager of the first argument
   */
  public NDArray differentiable(String method, NDArray... arguments) {
    return record(method, arguments).singletonOrThrow();
  }

  /** Calls a method that returns a tuple of arrays, as {@link #differentiable} does. */
  public NDList record(String method, NDArray... arguments) {
    String[] names = new String[arguments.length];
    NDList list = new NDList(arguments.length + 1);
    for (int i = 0; i < arguments.length; i++) {
      names[i] = arguments[i].getName();
      if (names[i] != null) {
        arguments[i].setName(
            null); // DJL would pass arrays with a dot in their names as a dictionary
      }
      list.add(arguments[i]);
    }
    list.add(selectors.computeIfAbsent(method, this::selector));
    try {
      return IValueUtils.forward(module, list, true);
    } finally {
      for (int i = 0; i < names.length; i++) {
        if (names[i] != null) {
          arguments[i].setName(names[i]);
        }
      }
    }
  }

  /** Returns an argument whose name tells DJL which method to call. */
  private NDArray selector(String method) {
    NDArray selector = manager.create(0f);
    NDScope.unregister(selector);
    selector.setName("module_method:" + method);
    return selector;
  }

  /**
   * Calls a method in inference mode. Nothing is recorded, and the results have no derivatives.
   *
   * @param method the method's name
   * @param arguments the arrays, lists of arrays, doubles and longs, as the method declares them; a
   *     list that is passed often should be a {@link TensorList}
   * @return the arrays that the method returns
   */
  public NDList call(String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      return result.toNDList(manager);
    }
  }

  /** Calls a method that returns a list, as {@link #call} does. The caller must close the list. */
  public TensorList list(String method, Object... arguments) {
    return new TensorList(run(method, arguments));
  }

  private IValue run(String method, Object... arguments) {
    IValue[] values = Arrays.stream(arguments).map(TorchScript::value).toArray(IValue[]::new);
    try {
      return IValueUtils.runMethod(module, method, values);
    } finally {
      for (int i = 0; i < values.length; i++) {
        if (!(arguments[i] instanceof TensorList)) {
          values[i].close();
        }
      }
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof NDArray array) {
      return IValue.from((PtNDArray) array);
    }
    if (argument instanceof TensorList list) {
      return list.value();
    }
    if (argument instanceof List<?> list) {
      return IValue.listFrom(list.toArray(PtNDArray[]::new));
    }
    if (argument instanceof Double number) {
      return IValue.from(number);
    }
    if (argument instanceof Long number) {
      return IValue.from(number);
    }
    throw new IllegalArgumentException("cannot pass " + argument + " to TorchScript");
  }

  @Override
  public void close() {
    selectors.values().forEach(NDArray::close);
    module.close();
  }
}
