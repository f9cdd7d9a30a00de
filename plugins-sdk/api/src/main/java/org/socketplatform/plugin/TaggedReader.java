package org.socketplatform.plugin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object that says by a member of its own, wherever it stands among the others, how the rest is
 * to be read: the form of sealed types. The value is read into memory first.
 */
public final class TaggedReader implements ValueReader {
  /** The member that tells the types apart. */
  public static final String TAG = "type";

  private final ValueReader origin;
  private final Deque<Place> places = new ArrayDeque<>();
  private @Nullable Object next;

  /** Where the reader is within an object or array. */
  private static final class Place {
    private final Iterator<?> rest;
    private final boolean array;
    private String name = "";
    private int index = -1;

    Place(Iterator<?> rest, boolean array) {
      this.rest = rest;
      this.array = array;
    }
  }

  private TaggedReader(ValueReader origin, @Nullable Object value) {
    this.origin = origin;
    this.next = value;
  }

  /** Reads the next value of a reader. */
  public static TaggedReader of(ValueReader reader) {
    return reader instanceof TaggedReader tagged ? tagged : new TaggedReader(reader, tree(reader));
  }

  private static @Nullable Object tree(ValueReader reader) {
    return switch (reader.next()) {
      case OBJECT -> members(reader);
      case ARRAY -> items(reader);
      case STRING -> reader.string();
      case NUMBER -> reader.number();
      case BOOLEAN -> reader.bool();
      case NULL -> {
        reader.nullValue();
        yield null;
      }
    };
  }

  private static Map<String, @Nullable Object> members(ValueReader reader) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    reader.beginObject();
    for (String name = reader.nextName(); name != null; name = reader.nextName()) {
      members.put(name, tree(reader));
    }
    return members;
  }

  private static List<@Nullable Object> items(ValueReader reader) {
    List<@Nullable Object> items = new ArrayList<>();
    reader.beginArray();
    while (reader.nextItem()) {
      items.add(tree(reader));
    }
    return items;
  }

  /**
   * The type that the next value says it has; the value itself is still to be read.
   *
   * @throws FailureException bad request if it is no object, or says none
   */
  public String type() {
    if (!(next instanceof Map<?, ?> members)) {
      throw invalid("expecting an object");
    }
    if (!(members.get(TAG) instanceof String type)) {
      throw invalid("expecting a string as its member '" + TAG + "'");
    }
    return type;
  }

  @Override
  public Kind next() {
    return switch (next) {
      case Map<?, ?> _ -> Kind.OBJECT;
      case List<?> _ -> Kind.ARRAY;
      case String _ -> Kind.STRING;
      case Number _ -> Kind.NUMBER;
      case Boolean _ -> Kind.BOOLEAN;
      case null, default -> Kind.NULL;
    };
  }

  @Override
  public void beginObject() {
    if (!(next instanceof Map<?, ?> members)) {
      throw invalid("expecting an object");
    }
    places.push(new Place(members.entrySet().iterator(), false));
  }

  @Override
  public @Nullable String nextName() {
    Place place = places.element();
    if (!place.rest.hasNext()) {
      places.pop();
      return null;
    }
    Map.Entry<?, ?> member = (Map.Entry<?, ?>) place.rest.next();
    place.name = String.valueOf(member.getKey());
    next = member.getValue();
    return place.name;
  }

  @Override
  public void beginArray() {
    if (!(next instanceof List<?> items)) {
      throw invalid("expecting an array");
    }
    places.push(new Place(items.iterator(), true));
  }

  @Override
  public boolean nextItem() {
    Place place = places.element();
    if (!place.rest.hasNext()) {
      places.pop();
      return false;
    }
    place.index++;
    next = place.rest.next();
    return true;
  }

  @Override
  public String string() {
    if (next instanceof String text) {
      return text;
    }
    throw invalid("expecting a string");
  }

  /** Numbers that a double cannot hold exactly are refused. */
  @Override
  public long integer() {
    double value = number();
    if (value != Math.rint(value) || Math.abs(value) > Values.LARGEST_WHOLE) {
      throw invalid("expecting a whole number that is smaller than 2^53");
    }
    return (long) value;
  }

  @Override
  public double number() {
    if (next instanceof Double number) {
      return number;
    }
    throw invalid("expecting a number");
  }

  @Override
  public boolean bool() {
    if (next instanceof Boolean flag) {
      return flag;
    }
    throw invalid("expecting true or false");
  }

  @Override
  public void nullValue() {
    if (next != null) {
      throw invalid("expecting null");
    }
  }

  @Override
  public void skip() {}

  @Override
  public FailureException invalid(String why) {
    StringBuilder pointer = new StringBuilder();
    places
        .descendingIterator()
        .forEachRemaining(
            place -> pointer.append('/').append(place.array ? place.index : place.name));
    return origin.invalid(pointer.isEmpty() ? why : pointer + ": " + why);
  }
}
