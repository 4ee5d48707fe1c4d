package org.entroscope.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.entroscope.engine.PyTorch;
import org.entroscope.files.Tables;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/**
 * Tests that code that a JVM loads only once is called from a single class, which protects the
 * loading from interrupts.
 */
class LoadedOnceTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.entroscope");

  @Test
  void tablesAreMadeByTablesOnly() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Tables.class)
        .should()
        .callMethodWhere(calls(Table.class, Set.of("create", "read")))
        .check(CLASSES);
  }

  @Test
  void theEngineIsAskedForByPyTorchOnly() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(PyTorch.class)
        .should()
        .callMethodWhere(
            calls(Engine.class, Set.of("getEngine", "getInstance"))
                .or(calls(NDManager.class, Set.of("newBaseManager"))))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, Set<String> names) {
    return DescribedPredicate.describe(
        "calls " + owner.getSimpleName() + " " + names,
        call ->
            call.getTargetOwner().isEquivalentTo(owner)
                && names.contains(call.getTarget().getName()));
  }
}
