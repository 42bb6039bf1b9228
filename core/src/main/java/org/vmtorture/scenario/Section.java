package org.vmtorture.scenario;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A block of a scenario file, read strictly: each value with its line, and every key must be known. */
final class Section {
    /** A string of a list, and where it stands. */
    record Item(String text, Place place) {}

    private final String path; // empty for the whole file, else with a dot at its end
    private final ConfigObject object;
    private final Map<String, Integer> keyLines;
    private final String file;

    Section(String path, ConfigObject object, Map<String, Integer> keyLines, String file) {
        this.path = path;
        this.object = object;
        this.keyLines = keyLines;
        this.file = file;
    }

    /** The keys in file order. */
    List<String> keys() {
        List<String> order = new ArrayList<>(keyLines.keySet());
        return object.keySet().stream()
                .sorted((a, b) -> Integer.compare(rank(order, a), rank(order, b)))
                .toList();
    }

    /** Where a key, or a path that begins with it, stands first. */
    private int rank(List<String> order, String key) {
        String full = path + key;
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).equals(full) || order.get(i).startsWith(full + ".")) {
                return i;
            }
        }
        return order.size();
    }

    boolean has(String key) {
        return object.containsKey(key);
    }

    Place place(String key) {
        Integer line = keyLines.get(path + key);
        return new Place(file, line != null ? line : lineOf(object.get(key)));
    }

    private int lineOf(ConfigValue value) {
        int line = value == null ? -1 : value.origin().lineNumber();
        return line > 0 ? line : Math.max(1, object.origin().lineNumber());
    }

    /** Every key must be one of these. */
    void knowsOnly(List<String> known) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw place(key).wrong("unknown key " + path + key + "; " + Nearest.remedy(key, known));
            }
        }
    }

    /** Every key must be a name that operations can use. */
    void hasNames(String what) {
        for (String key : keys()) {
            if (!Arguments.isName(key)) {
                throw place(key)
                        .wrong(key + " cannot name " + what + "; a letter, then up to 31 letters, digits, - or _, "
                                + "and none of " + String.join(", ", Form.RESERVED) + ", would be right");
            }
        }
    }

    private ConfigValue value(String key, String example) {
        ConfigValue value = object.get(key);
        if (value == null) {
            int line = path.isEmpty() ? 1 : lineOf(object);
            throw new Place(file, line)
                    .wrong("key " + path + key + " is missing; " + key + " = " + example + " would be right");
        }
        return value;
    }

    private BadScenario wrongType(String key, ConfigValue value, String example) {
        return new Place(file, lineOf(value))
                .wrong(path + key + " is of type " + Settings.id(value.valueType()) + "; " + key + " = " + example
                        + " would be right");
    }

    /** A string, which may look like a number. */
    String text(String key, String example) {
        ConfigValue value = value(key, example);
        if (value.valueType() != ConfigValueType.STRING && value.valueType() != ConfigValueType.NUMBER) {
            throw wrongType(key, value, example);
        }
        return String.valueOf(value.unwrapped()).strip();
    }

    /** A whole number from 0 on. */
    int number(String key, int example) {
        ConfigValue value = value(key, String.valueOf(example));
        if (value.valueType() != ConfigValueType.NUMBER || !(value.unwrapped() instanceof Integer)) {
            throw wrongType(key, value, String.valueOf(example));
        }
        int number = (Integer) value.unwrapped();
        if (number < 0) {
            throw place(key)
                    .wrong(path + key + " = " + number + " is negative; " + key + " = " + example + " would be right");
        }
        return number;
    }

    boolean isNumber(String key) {
        return object.get(key).valueType() == ConfigValueType.NUMBER;
    }

    boolean isList(String key) {
        return object.get(key).valueType() == ConfigValueType.LIST;
    }

    Section section(String key, String example) {
        ConfigValue value = value(key, example);
        if (!(value instanceof ConfigObject block)) {
            throw wrongType(key, value, example);
        }
        return new Section(path + key + ".", block, keyLines, file);
    }

    List<Item> list(String key, String example) {
        ConfigValue value = value(key, example);
        if (!(value instanceof ConfigList list)) {
            throw wrongType(key, value, example);
        }
        List<Item> items = new ArrayList<>();
        for (ConfigValue item : list) {
            if (item.valueType() != ConfigValueType.STRING) {
                throw wrongType(key, item, example);
            }
            items.add(new Item(String.valueOf(item.unwrapped()).strip(), new Place(file, lineOf(item))));
        }
        return items;
    }

    /** One of several names. */
    <T> T choice(String key, String what, List<String> names, List<T> choices) {
        String text = text(key, names.get(0));
        int chosen = names.indexOf(text);
        if (chosen < 0) {
            throw place(key).wrong("unknown " + what + " " + text + "; " + Nearest.remedy(text, names));
        }
        return choices.get(chosen);
    }
}
