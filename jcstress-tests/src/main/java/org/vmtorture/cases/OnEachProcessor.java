package org.vmtorture.cases;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import org.vmtorture.strategy.StrategyId;

/**
 * Writes, for each class with {@code @OnEach} and each strategy that it names, the jcstress test: a subclass that hands
 * the strategy to the constructor and declares the actors and the arbiter, which jcstress does not inherit. Outcomes
 * stay with the body.
 */
public final class OnEachProcessor extends AbstractProcessor {
    private static final String ON_EACH = "org.vmtorture.jcstress.OnEach";
    private static final String JCSTRESS = "org.openjdk.jcstress.annotations.";
    private static final int ACTORS_MIN = 2;
    private static final List<String> ROLES = List.of("Actor", "Arbiter");

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(ON_EACH);
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement onEach : annotations) {
            for (TypeElement body : ElementFilter.typesIn(round.getElementsAnnotatedWith(onEach))) {
                write(body);
            }
        }
        return false;
    }

    private void write(TypeElement body) {
        List<String> methods = methods(body);
        if (methods.size() < ACTORS_MIN) {
            complain("a body needs two @Actor methods; one that overrides an actor must say so again", body);
        }
        String pack = processingEnv
                .getElementUtils()
                .getPackageOf(body)
                .getQualifiedName()
                .toString();
        for (String strategy : strategies(body)) {
            String name = body.getSimpleName() + "On" + camel(strategy);
            var text = """
                    package %s;

                    @%6$sJCStressTest
                    @%6$sJCStressMeta(%s.class)
                    @%6$sState
                    public class %s extends %2$s {
                        public %3$s() {
                            super(org.vmtorture.strategy.StrategyId.%s);
                        }
                    %s}
                    """.formatted(pack, body.getQualifiedName(), name, strategy, String.join("", methods), JCSTRESS);
            try (Writer out = processingEnv
                    .getFiler()
                    .createSourceFile(pack + "." + name, body)
                    .openWriter()) {
                out.write(text);
            } catch (IOException e) {
                complain("cannot write " + name + ": " + e, body);
            }
        }
    }

    /** What jcstress must find in the test itself. */
    private List<String> methods(TypeElement body) {
        var methods = new ArrayList<String>();
        for (ExecutableElement method :
                ElementFilter.methodsIn(processingEnv.getElementUtils().getAllMembers(body))) {
            for (String role : roles(method)) {
                VariableElement result = method.getParameters().get(0);
                methods.add(
                        """

                            @Override
                            @%s%s
                            public void %s(%s %s) {
                                super.%3$s(%5$s);
                            }
                        """.formatted(JCSTRESS, role, method.getSimpleName(), result.asType(), result.getSimpleName()));
            }
        }
        return methods;
    }

    private static List<String> roles(ExecutableElement method) {
        List<String> carried = method.getAnnotationMirrors().stream()
                .map(mirror -> mirror.getAnnotationType().toString())
                .toList();
        return ROLES.stream().filter(role -> carried.contains(JCSTRESS + role)).toList();
    }

    private static List<String> strategies(TypeElement body) {
        for (AnnotationMirror mirror : body.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().toString().equals(ON_EACH)) {
                AnnotationValue value =
                        mirror.getElementValues().values().iterator().next();
                List<String> named = ((List<?>) value.getValue())
                        .stream()
                                .map(each -> ((VariableElement) ((AnnotationValue) each).getValue()))
                                .map(constant -> constant.getSimpleName().toString())
                                .toList();
                return Stream.of(StrategyId.values())
                        .filter(strategy -> isNamed(strategy, named))
                        .map(StrategyId::name)
                        .toList();
            }
        }
        throw new IllegalStateException("no @OnEach: " + body);
    }

    /** A variant has the tests of the strategy that it is like. */
    private static boolean isNamed(StrategyId strategy, List<String> named) {
        return named.contains(strategy.name())
                || strategy.like().filter(like -> isNamed(like, named)).isPresent();
    }

    /** {@code VM_STRUCT} as {@code VmStruct}. */
    private static String camel(String constant) {
        return Arrays.stream(constant.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private void complain(String what, Element where) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, what, where);
    }
}
