package org.entroscope.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.ClientInput;
import org.entroscope.privacy.ModelWeights;

/** The files of the two parties of a private inference. */
enum PartyFiles implements Format {
  PARTY_SERVER {
    @Override
    void write(ModelWeights weights, Path file) throws Exception {
      weights.write(file);
    }

    @Override
    public String read(Path folder) throws Exception {
      ModelWeights.read(folder.resolve(FILE));
      return null;
    }
  },
  PARTY_CLIENT {
    @Override
    void write(ModelWeights weights, Path file) throws Exception {
      ClientInput.of(weights, 6, 0, 3).write(file);
    }

    @Override
    public String read(Path folder) throws Exception {
      ClientInput.read(folder.resolve(FILE));
      return null;
    }
  };

  private static final String FILE = "party.json";

  abstract void write(ModelWeights weights, Path file) throws Exception;

  @Override
  public List<Map<String, byte[]>> seeds(Path scratch) throws Exception {
    List<Map<String, byte[]>> seeds = new ArrayList<>();
    for (Architecture each :
        List.of(
            Architecture.of("SM + LN + R"), Architecture.of("SM"), Architecture.of("SM(t) + G"))) {
      write(ModelWeights.random(each, new ModelShape(1, 2, 4, 3, 8), 5), scratch.resolve(FILE));
      seeds.add(InputFolder.read(scratch));
    }
    return seeds;
  }
}
